// n8n reads the nodes and credentials from the "n8n" section of package.json, not from here.
// This file lets other tools `require` the package and find the same classes.
module.exports = {
	...require('./dist/credentials/TikTokOAuth2Api.credentials.js'),
	...require('./dist/nodes/TikTokPost/TikTokPost.node.js'),
	...require('./dist/nodes/TikTokPost/TikTokPostMedia.node.js'),
	...require('./dist/nodes/TikTokPost/TikTokPostTrigger.node.js'),
};
