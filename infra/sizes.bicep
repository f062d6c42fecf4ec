// How large things are: what the parameters of an environment say, and what docs/costs.md multiplies by prices.

@description('Machines of one kind that come and go with the work.')
@export()
type pool = {
  @description('Size of a machine, as Azure names it.')
  size: string

  @description('Machines there always are.')
  @minValue(0)
  least: int

  @description('Machines there may be.')
  @minValue(1)
  most: int
}

@description('The PostgreSQL server.')
@export()
type database = {
  @description('Kind of machine; only GeneralPurpose and MemoryOptimized can stand in two zones.')
  tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized'

  @description('Size of the machine, as Azure names it.')
  size: string

  @description('Gigabytes of disk; it grows by itself.')
  @minValue(32)
  disk: int

  @description('Whether a second server in another zone takes over.')
  standby: bool
}

@description('What an environment is made of.')
@export()
type sizes = {
  @description('Machines that run the cluster itself.')
  system: pool

  @description('Machines for web replicas and refreshes.')
  web: pool

  @description('Spot machines for fitting models.')
  worker: pool

  @description('The database.')
  database: database
}
