FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY protocol/package.json protocol/
COPY client/package.json client/
COPY backend/package.json backend/
COPY frontend/package.json frontend/
COPY terminal/package.json terminal/
COPY testkit/package.json testkit/
COPY faults/package.json faults/
COPY bench/package.json bench/

FROM manifests AS build
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json ./
COPY protocol protocol
COPY client client
COPY backend backend
COPY frontend frontend
COPY scripts scripts
RUN npx tsc -b protocol client backend && node scripts/steps/bundle-server.js && npm run build --workspace frontend

FROM manifests AS dependencies
RUN npm ci --no-audit --no-fund --omit=dev --workspace backend --workspace protocol
COPY scripts scripts
RUN node scripts/link-postgres.js && rm -r scripts

FROM node:24-slim
LABEL org.opencontainers.image.title="chat-service"
# Whatever NODE_ENV is made to be, a container that listens to itself alone is of no use.
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
# The data directory of a database of its own, for a container that is given none.
RUN mkdir .data && chown node:node .data
COPY --from=dependencies /app ./
COPY --from=build /app/backend/bundle backend/bundle
# The functions of the database, which the program reads from where they are.
COPY --from=build /app/backend/src/adapters/postgres/functions/*.sql backend/src/adapters/postgres/functions/
COPY --from=build /app/frontend/dist frontend/dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "backend/bundle/main.js"]
