export { type FolderBlobsOptions, folderBlobs } from './folder-blobs.ts';
