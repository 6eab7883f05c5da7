export * from './otherReader';
export * from './pictures';
export * from './readPixels';
export * from './similarity';
export * from './writePng';
