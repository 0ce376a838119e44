import { setSourceMapsSupport } from 'node:module';

// Preloaded: traces name our sources. The maps of the packages would hold 13 MB in each service, for lines nobody here wrote.
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
