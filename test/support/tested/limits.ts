export * from '../../../nodes/shared/tiktok/limits';
