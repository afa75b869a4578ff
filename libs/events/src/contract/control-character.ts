// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are what no id and no name in an event may hold
export const controlCharacter = /[\u0000-\u001f\u007f]/;
