// Preloaded (--import) into processes of ours that hang on a channel to their parent. When the parent is gone, even by
// kill -9, the channel closes and the process ends as if asked to: it still stops what it started.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
