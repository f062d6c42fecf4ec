# Writes calibration-reference.json: conformal quantiles and a Huber step worked by R, for ReferenceTests to reproduce.
# Debian: r-base-core r-recommended (MASS) r-cran-jsonlite.    Rscript calibration-reference.R > calibration-reference.json
suppressMessages({library(MASS); library(jsonlite)})
set.seed(5)

# Split conformal prediction (Vovk, Gammerman and Shafer 2005; Lei et al. 2018): of n past days and a new one alike, the new one is no larger than the
# k-th smallest of the past with probability k / (n + 1), so level p takes rank ceiling(p (n + 1)). One forecast for all days, so the scores are the demands.
rank <- function(p, n) ceiling(p * (n + 1))
ordered <- function(demand, whole) {
  n <- length(demand)
  list(demand = demand, whole = whole, mean = round(mean(demand), 2), p10 = sort(demand)[rank(0.1, n)], p90 = sort(demand)[rank(0.9, n)])
}
orders <- c(lapply(c(50, 59, 60, 99, 100, 101, 499), function(n) ordered(round(rgamma(n, 4, 0.04), 3), FALSE)),
            lapply(c(50, 59, 99, 100, 199), function(n) ordered(rnbinom(n, size = 6, mu = 9), TRUE)))

# Several series around one forecast of 100, each with a spread of its own: scores are probabilities by Wilson and Hilferty's (1931) gamma, whose variance
# is shrunk toward that of all; the median leaves the middle as far as windows agree, by the positive-part factor of James and Stein (1961).
windows <- 8; count <- 60; m <- 100
demand <- round(t(sapply(1:count, function(s) 100 * rep(c(1.1, 1.05, 1.2, 1.0, 1.15, 1.1, 0.95, 1.2)) * rgamma(windows, 20 + s, 20 + s))), 3) # series x windows
squares <- rowSums((demand - m)^2)
phi <- mean(pmin(pmax((squares / windows - m) / m^2, 0), 25))
trust <- windows / (windows + 30)
variance <- (trust * squares / (windows * m^1.5) + (1 - trust) * (m + phi * m^2) / m^1.5) * m^1.5
spread <- variance / m^2 / 9
score <- pnorm(((demand / m)^(1 / 3) - (1 - spread)) / sqrt(spread))
n <- windows * count
shift <- colMeans(score) - 0.5
noise <- var(shift) * (windows - 1) / windows / (windows - 1) # of their mean
agreement <- max(0, 1 - noise / mean(shift)^2)
at <- function(p) sort(score)[rank(p, n)]
quantile.of <- function(level) m * (1 - spread + qnorm(level) * sqrt(spread))^3
spreads <- list(forecast = m, windows = windows, demand = demand, agreement = agreement, p10 = quantile.of(at(0.1)),
                p50 = quantile.of(0.5 + agreement * (at(0.5) - 0.5)), p90 = quantile.of(at(0.9)))

# One Huber step: ridge regression of log demand, weights min(1, k / |r|) with k three median sizes of its residuals (MASS::psi.huber), and the same again
# with these weights. Days beside the holiday keep weight 1. Penalties as rows added (QR). Columns: level, trend, one hinge from day 0, weekdays, days of
# the month, the last three from its end, promotions (none), the holiday with two days before and one after.
days <- 201; first <- as.Date("2025-01-06"); dates <- first + 0:(days - 1); feast <- 101 # index from 0
sold <- exp(0.1 * sin(1:days / 9) + 0.25 * (as.POSIXlt(dates)$wday == 6) + 0.15 * (as.POSIXlt(dates)$mday == 1) + rnorm(days, 0, 0.08))
sold[c(20, 56, 90, 140, 177)] <- sold[c(20, 56, 90, 140, 177)] * c(6, 0.15, 5, 0.1, 4) # absurd days
sold[feast + 1] <- sold[feast + 1] * 3
sold <- round(sold, 6); sold[c(33, 34, 120, 121)] <- NA
t <- 0:(days - 1); mday <- as.POSIXlt(dates)$mday; left <- as.integer(format(as.Date(format(dates + 32 - mday, "%Y-%m-01")) - 1, "%d")) - mday
x <- cbind(1, t / 365, ifelse(t > 0, t / 365, 0), outer(as.POSIXlt(dates)$wday, 0:6, "=="), outer(mday, 1:31, "=="), outer(left, 0:2, "=="), 0,
           outer(t - feast, -2:1, "=="))
penalties <- c(1e-6, 1e-6, 0.3, rep(0.1, 7), rep(15, 34), 0.1, rep(0.7, 4))
known <- !is.na(sold); y <- log(pmax(sold[known], 0.03)); xk <- x[known, ]
ridge <- function(w) unname(lm.fit(rbind(xk * sqrt(w), diag(sqrt(penalties))), c(y * sqrt(w), numeric(length(penalties))))$coefficients)
plain <- ridge(rep(1, length(y)))
residual <- y - as.numeric(xk %*% plain)
k <- max(0.05, 3 * median(abs(residual)))
weights <- ifelse(abs(t[known] - feast + 0.5) < 2, 1, psi.huber(residual, k))
robust <- ridge(weights)
month <- 11:44
huber <- list(first = format(first), feast = feast, demand = sold, cap = k, held = sum(weights < 1), plain = plain[month], robust = robust[month], holiday = robust[46:49])

cat(toJSON(list(source = paste(R.version.string, "MASS", packageVersion("MASS")), orders = orders, spreads = spreads, huber = huber),
           auto_unbox = TRUE, digits = 12, na = "null"), "\n")
