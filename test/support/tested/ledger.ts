/** The book of posts. Its process remembers what it wrote, so tests load it anew for each process. */
export * from '../../../nodes/shared/n8n/once/claim';
export * from '../../../nodes/shared/n8n/once/deduplicationStore';
export * from '../../../nodes/shared/n8n/once/ledgerEntries';
export * from '../../../nodes/shared/n8n/once/postClaims';
export * from '../../../nodes/shared/n8n/once/postLedger';
export * from '../../../nodes/shared/n8n/once/storeRow';
export * from '../../../nodes/shared/n8n/once/turns';
