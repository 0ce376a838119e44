// Preloaded into every service that a starter spawns: when the starter is gone, however it went, the service ends too.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel is only there to notice that; it must not keep a finished process alive.
process.channel?.unref();
