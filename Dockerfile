# One image for the seven services and the command line; which one runs is the command.
FROM node:24.21-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY .swcrc tsconfig.base.json ./
COPY cli ./cli
COPY libs ./libs
COPY services ./services
# Without the packages that only build and prove, and without the Node from npm: the image has its own.
RUN npx swc cli libs services -d dist --quiet && npm prune --omit=dev && rm -rf node_modules/node

FROM node:24.21-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0
# As libs/local-system/src/service-flags.ts has them, with the reason.
ENV NODE_OPTIONS="--max-semi-space-size=16 --max-old-space-size=256 --expose-gc" MALLOC_ARENA_MAX=2
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY profiles ./profiles
USER node
HEALTHCHECK --interval=10s --timeout=10s --start-period=120s --retries=6 \
  CMD node -e "fetch('http://127.0.0.1:'+process.env.SERVICE_PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["node", "dist/services/gateway/src/main.js"]
