# Writes r-reference.json: what R's own packages compute, for ReferenceTests to reproduce.
# Debian: r-base-core r-cran-forecast r-cran-quadprog r-cran-jsonlite.    Rscript r-reference.R > r-reference.json
suppressMessages({library(forecast); library(quadprog); library(jsonlite)})

# ets with fixed smoothing parameters; only the starting states are optimised, and they are handed over.
# A season's states are listed latest first, so that the first observation meets the last of them.
smoothing <- function(y, model, ..., h = 12) {
  fit <- ets(y, model = model, ..., restrict = FALSE)
  start <- fit$states[1, ]
  season <- start[grepl("^s[0-9]", names(start))]
  list(y = as.numeric(y), level = start[["l"]], trend = if ("b" %in% names(start)) start[["b"]] else 0,
       season = rev(as.numeric(season)), fitted = as.numeric(fitted(fit)), forecast = as.numeric(forecast(fit, h = h)$mean))
}

holt.winters <- function(y, alpha, gamma) {
  level <- mean(y[1:12])
  fit <- HoltWinters(y, alpha = alpha, beta = FALSE, gamma = gamma, l.start = level, s.start = y[1:12] - level)
  xhat <- as.numeric(fitted(fit)[, "xhat"])
  list(y = tail(as.numeric(y), length(xhat)), level = level, season = as.numeric(y[1:12] - level), fitted = xhat,
       forecast = as.numeric(predict(fit, 12)))
}

theta <- function(y, h = 10) {
  level <- ses(y, h = h)$model
  list(y = as.numeric(y), alpha = level$par[["alpha"]], level = level$states[1], forecast = as.numeric(thetaf(y, h = h)$mean))
}

# Croston by the package; TSB (Teunter, Syntetos and Babai 2011, eq. 4 and 5) by R's recursive filter: probability 0.3, size 4 to begin with.
set.seed(7)
sporadic <- rpois(120, 4) * rbinom(120, 1, 0.3)
smoothed <- function(x, rate, start) as.numeric(tail(stats::filter(rate * x, 1 - rate, method = "recursive", init = start), 1))
mean.croston <- croston(sporadic, h = 1, alpha = 0.1)$mean[1]
intermittent <- list(y = sporadic, size = sporadic[sporadic > 0][1], interval = which(sporadic > 0)[1],
                     croston = mean.croston, sba = (1 - 0.1 / 2) * mean.croston, # Syntetos and Boylan 2005, eq. 6
                     tsb = smoothed(sporadic > 0, 0.05, 0.3) * smoothed(sporadic[sporadic > 0], 0.1, 4))

# Ridge with weights, penalties and priors as least squares of added rows (QR), Longley's data.
x <- cbind(1, scale(as.matrix(longley[, 1:6]))); y <- longley$Employed
weights <- 1 / (1 + (1:16) %% 3); penalties <- c(0.1, 1:6); priors <- c(60, 0, 1, 0, 0, 0.5, 0)
added <- lm.fit(rbind(x * sqrt(weights), diag(sqrt(penalties))), c(y * sqrt(weights), sqrt(penalties) * priors))
ridge <- list(x = unname(x), y = y, weights = weights, penalties = penalties, priors = priors, coefficients = unname(added$coefficients))

# Weights on the simplex by quadratic programming.
n <- 6
residuals <- matrix(rnorm(200 * n), 200) %*% diag(c(1, 1.1, 1.3, 1.6, 2, 3)) + rnorm(200)
g <- crossprod(residuals) / 200
regular <- g + diag(n) * 0.002 * sum(diag(g)) / n
best <- solve.QP(regular, rep(0, n), cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)
simplex <- list(matrix = unname(g), weights = best$solution, objective = as.numeric(best$solution %*% regular %*% best$solution))

counts <- do.call(rbind, lapply(list(c(0.3, 0.5), c(2, 7), c(8, 9), c(20, 150)), function(p)
  data.frame(mean = p[1], variance = p[2], at = 0:6 * ceiling(p[1] / 2), probability = pnbinom(0:6 * ceiling(p[1] / 2), size = p[1]^2 / (p[2] - p[1]), mu = p[1]))))
amounts <- do.call(rbind, lapply(list(c(50, 400), c(120, 7000), c(1000, 1e5)), function(p) {
  q <- qgamma(c(0.05, 0.1, 0.5, 0.9, 0.95), shape = p[1]^2 / p[2], rate = p[1] / p[2])
  data.frame(mean = p[1], variance = p[2], at = q, probability = c(0.05, 0.1, 0.5, 0.9, 0.95)) }))
normal <- data.frame(z = c(-4, -2.5, -1, -0.1, 0, 0.7, 1.5, 3, 5), p = pnorm(c(-4, -2.5, -1, -0.1, 0, 0.7, 1.5, 3, 5)))

cat(toJSON(list(
  source = paste(R.version.string, "forecast", packageVersion("forecast"), "quadprog", packageVersion("quadprog"), "data: R's datasets Nile, WWWusage, nottem, AirPassengers, longley"),
  simple = smoothing(Nile, "ANN", alpha = 0.25),
  damped = smoothing(WWWusage, "AAN", damped = TRUE, alpha = 0.5, beta = 0.1, phi = 0.9),
  additive = smoothing(nottem, "ANA", alpha = 0.1, gamma = 0.05),
  multiplicative = smoothing(AirPassengers, "ANM", alpha = 0.3, gamma = 0.2),
  holtWinters = holt.winters(nottem, 0.2, 0.3), theta = theta(Nile), intermittent = intermittent,
  seasonalNaive = as.numeric(snaive(nottem, h = 12)$mean), window = colMeans(matrix(tail(as.numeric(nottem), 48), ncol = 12, byrow = TRUE)),
  ridge = ridge, simplex = simplex, counts = counts, amounts = amounts, normal = normal), auto_unbox = TRUE, digits = 12), "\n")
