import { pathToRegexp } from 'path-to-regexp';

export const pattern = pathToRegexp('/v1/requests');
