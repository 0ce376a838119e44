import type { FastifyInstance } from 'fastify';
import { answerProblem } from './answer-problem.js';

/**
 * For plugins that are registered before Nest hangs its filter in: what their hooks throw is answered as everywhere. A context
 * takes over the error handler of the moment it is made, and Fastify's own would answer 500 to a refusal.
 */
export const withOwnErrors =
  (register: (scope: FastifyInstance) => Promise<unknown>) =>
  async (scope: FastifyInstance): Promise<void> => {
    scope.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
    await register(scope);
  };
