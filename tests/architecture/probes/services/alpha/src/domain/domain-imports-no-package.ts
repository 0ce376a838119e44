import { parse } from 'yaml';

export const read = (text: string): unknown => parse(text);
