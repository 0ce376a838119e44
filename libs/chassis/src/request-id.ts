import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { Problem } from './problem.js';

export const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

@Injectable()
class RequestIdPipe implements PipeTransform<string, string> {
  /** What is no id at all is answered like an id that nobody has. */
  transform(id: string): string {
    if (!UUID.test(id)) throw new Problem('request_not_found');
    return id.toLowerCase();
  }
}

/** The path parameter `id` as a request's id, lower case; 404 where it cannot be one. */
export const RequestId =
  (name = 'id'): ParameterDecorator =>
  (target, method, index) => {
    Param(name, RequestIdPipe)(target, method, index);
    const handler = Object.getOwnPropertyDescriptor(target, method!);
    if (handler) ApiParam({ name, schema: { type: 'string', format: 'uuid' } })(target, method!, handler);
  };
