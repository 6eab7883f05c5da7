export { findQueuePrograms } from './programs';
export type { N8nMember } from './n8nMember';
export { startQueueStack, type QueueStack, type StartQueueOptions } from './queueStack';
export type { StackMember } from './stackMember';
