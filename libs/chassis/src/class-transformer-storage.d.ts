/** Not typed by the package, though its own functions read the same object. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(
      target: new () => object,
      property: string,
    ): { typeFunction?: () => unknown } | undefined;
  };
}
