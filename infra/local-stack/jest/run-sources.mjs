// For `node --import`: runs the TypeScript sources of this workspace's libs as they are, so that a test run needs no build.
import { registerHooks } from 'node:module';

const libs = new URL('../../../libs/', import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const lib = /^@vilfredo\/([^/]+)$/.exec(specifier)?.[1];
    if (lib !== undefined) return next(new URL(`${lib}/src/index.ts`, libs).href, context);
    const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
