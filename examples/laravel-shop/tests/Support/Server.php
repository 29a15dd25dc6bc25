<?php

declare(strict_types=1);

namespace Tests\Support;

use RuntimeException;

/**
 * PHP's development server with several workers, on a free port of this machine. It is stopped by its process id.
 */
final class Server
{
    private const SECONDS = 20;

    /** @var resource|null */
    private $process;

    private int $pid;

    private int $master;

    /**
     * @param resource $process
     */
    private function __construct($process, public readonly string $host, private readonly string $log)
    {
        $this->process = $process;
        $this->pid = proc_get_status($process)['pid'];
        $this->master = (int) getmypid();
        register_shutdown_function($this->stop(...));
    }

    public function __destruct()
    {
        $this->stop();
    }

    /**
     * @param string|null $router the script that answers; the shop's own front controller if none is given
     */
    public static function start(Place $place, int $workers = 4, ?string $router = null): self
    {
        // Somebody else may take the port between our look and the server's.
        for ($try = 1; ; $try++) {
            try {
                return self::listen($place, $workers, $router);
            } catch (RuntimeException $failure) {
                if ($try === 3) {
                    throw $failure;
                }
            }
        }
    }

    /**
     * The workers do not end with their master, so each is told.
     */
    public function stop(): void
    {
        // A fork of the process that started it has a copy of this object.
        if ($this->process === null || $this->master !== getmypid()) {
            return;
        }

        $children = @file_get_contents("/proc/{$this->pid}/task/{$this->pid}/children");
        $workers = array_map(intval(...), preg_split('/\s+/', (string) $children, -1, PREG_SPLIT_NO_EMPTY) ?: []);

        foreach ([$this->pid, ...$workers] as $pid) {
            posix_kill($pid, SIGTERM);
        }

        proc_close($this->process);
        $this->process = null;
        self::wait(static fn (): bool => array_filter($workers, self::lives(...)) === []);
    }

    private static function listen(Place $place, int $workers, ?string $router): self
    {
        $free = stream_socket_server('tcp://127.0.0.1:0');
        $host = (string) stream_socket_get_name($free, false);
        fclose($free);

        is_dir("{$place->storage}/logs") || mkdir("{$place->storage}/logs", recursive: true);
        $log = "{$place->storage}/logs/server.log";
        $public = dirname(__DIR__, 2) . '/public';
        $process = proc_open(
            // What a server needs to call the library in production is the line in php.ini of docs/php-ffi.md. Here
            // root may be the one who runs this, in a directory that nobody else can read.
            [
                PHP_BINARY, '-d', 'ffi.enable=true', '-d', 'error_reporting=' . (E_ALL & ~E_DEPRECATED),
                '-d', 'display_errors=0', '-d', 'log_errors=1',
                '-S', $host, '-t', $public, $router ?? "{$public}/index.php",
            ],
            [0 => ['file', '/dev/null', 'r'], 1 => ['file', $log, 'w'], 2 => ['file', $log, 'a']],
            $pipes,
            $public,
            $place->environment() + ['PHP_CLI_SERVER_WORKERS' => (string) $workers],
        );

        if ($process === false) {
            throw new RuntimeException('A server could not be started');
        }

        $server = new self($process, $host, $log);

        if (! self::wait($server->hasBegun(...)) || ! $server->answers()) {
            $server->stop();

            throw new RuntimeException("The server did not begin to listen on {$host}: " . file_get_contents($log));
        }

        return $server;
    }

    private function hasBegun(): bool
    {
        return $this->answers() || ! proc_get_status($this->process)['running'];
    }

    private function answers(): bool
    {
        $connection = @stream_socket_client("tcp://{$this->host}", timeout: 1);

        return $connection !== false && fclose($connection);
    }

    private static function lives(int $pid): bool
    {
        return preg_match('/^State:\s*[^ZX]/m', (string) @file_get_contents("/proc/{$pid}/status")) === 1;
    }

    /**
     * Asks until it is so, or until it is too late.
     */
    private static function wait(callable $isSo): bool
    {
        $deadline = hrtime(true) + self::SECONDS * 1_000_000_000;

        while (! $isSo()) {
            if (hrtime(true) > $deadline) {
                return false;
            }

            usleep(5_000);
        }

        return true;
    }
}
