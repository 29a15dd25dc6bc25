<?php

declare(strict_types=1);

namespace Cartwright\Tests\fpm;

use RuntimeException;

/**
 * Many requests on a few connections, each with an order of its own; every answer must be that order's, whole and
 * alone.
 */
final class Load
{
    private const CONNECTIONS = 4;

    /** @var array<int, Worker> by process */
    public array $workers = [];

    public float $seconds = 0.0;

    public function __construct(private readonly int $port, private readonly string $pool, private readonly string $more)
    {
    }

    /**
     * @param int $warm after how many requests memory must no longer grow
     */
    public function run(int $requests, int $warm): void
    {
        $connections = array_map(fn () => new Connection($this->port), range(1, self::CONNECTIONS));
        $start = microtime(true);

        for ($sent = 0; $sent < $requests; $sent += self::CONNECTIONS) {
            foreach ($connections as $number => $connection) {
                $connection->send("/{$this->pool}/?order=" . ($sent + $number) . $this->more);
            }

            foreach ($connections as $number => $connection) {
                $this->check($sent + $number, ...$connection->answer());
            }

            // Twenty times in all, and at the end.
            if ($sent % (int) ceil($requests / 20 / self::CONNECTIONS) < self::CONNECTIONS
                || $sent + self::CONNECTIONS >= $requests) {
                foreach ($this->workers as $worker) {
                    $worker->sample($sent >= $warm);
                }
            }
        }

        $this->seconds = microtime(true) - $start;
    }

    /**
     * @param array<string, mixed> $answer
     */
    private function check(int $order, int $status, array $answer): void
    {
        $pid = (int) ($answer['pid'] ?? 0);
        unset($answer['pid']);

        if ($status !== 200 || $answer != Order::answer($order)) {
            throw new RuntimeException("Order {$order} was answered with status {$status} and "
                . json_encode($answer) . ' instead of ' . json_encode(Order::answer($order)));
        }

        $this->workers[$pid] ??= new Worker($pid);
        $this->workers[$pid]->requests++;
    }
}
