# syntax=docker/dockerfile:1
# One image for every role: docker build -t foreact .

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source

# Only what restoring reads: the layer stays valid until a package changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY eng/BannedSymbols.txt eng/
COPY Forecast.Domain/Forecast.Domain.csproj Forecast.Domain/packages.lock.json Forecast.Domain/
COPY Forecast.Training/Forecast.Training.csproj Forecast.Training/packages.lock.json Forecast.Training/
COPY Forecast.Web/Forecast.Web.csproj Forecast.Web/packages.lock.json Forecast.Web/
RUN dotnet restore Forecast.Web --locked-mode -p:PublishReadyToRun=true

COPY . .
RUN dotnet publish Forecast.Web --no-restore -c Release -r "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" --self-contained false \
    -p:PublishReadyToRun=true -p:UseAppHost=false -o /app

# What the native library of LightGBM needs (GCC's OpenMP runtime) and the final image has no package manager to install; there is a
# library for x64 only, so other images get nothing.
FROM ubuntu:24.04 AS native-amd64
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 \
    && mkdir /native && cp --parents -L /usr/lib/x86_64-linux-gnu/libgomp.so.1 /native
FROM scratch AS native-arm64
WORKDIR /native
FROM native-${TARGETARCH} AS native

# "extra" brings the cultures and time zones that regions need; there is no shell and no package manager.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=native /native /
COPY --from=build /app .
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
USER 1654
ENTRYPOINT ["dotnet", "Forecast.Web.dll"]
CMD ["serve"]
