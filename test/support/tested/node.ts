export * from '../../../nodes/TikTokPost/actions/output';
export * from '../../../nodes/TikTokPost/actions/parameters';
export * from '../../../nodes/TikTokPost/actions/post/create.parameters';
export * from '../../../nodes/TikTokPost/actions/post/publishId';
export * from '../../../nodes/TikTokPost/actions/post/uploadHint';
export * from '../../../nodes/TikTokPost/actions/router';
export * from '../../../nodes/TikTokPost/trigger/seenEvents';
export * from '../../../nodes/TikTokPost/trigger/selectEvents';
