// Azurite, the blob storage emulator.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, startServer } from './processes.mjs';

// The emulator's published account and key; it accepts no other by default and listens on this machine only.
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export async function startAzurite({ modules, folder, port, temporary, onEnd }) {
  const program = join(modules, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');
  if (!existsSync(program)) throw new Failure(`Azurite is not installed in ${modules}. Run eng/setup.sh.`);
  mkdirSync(folder, { recursive: true });
  const server = await startServer({
    name: 'Azurite',
    command: process.execPath,
    args: [program, '--silent', '--blobHost', '127.0.0.1', '--blobPort', String(port), '--skipApiVersionCheck', '--disableTelemetry',
      ...(temporary ? ['--inMemoryPersistence'] : ['--location', folder])],
    ready: 'successfully listens',
    logFile: join(folder, 'azurite.log'),
    endSignal: 'SIGTERM',
    onEnd,
  });
  return {
    ...server,
    folder,
    port,
    address: {
      port,
      connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};`
        + `BlobEndpoint=http://127.0.0.1:${port}/${account};`,
    },
  };
}
