<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Storage\NativeStorage;
use Generator;
use Illuminate\Support\Carbon;

/**
 * The carts that the engine itself keeps and that nobody has changed since a time.
 *
 * @internal
 */
final class AbandonedNativeCarts extends IdleCarts
{
    private const BATCH = 1000;

    private readonly int $seconds;

    public function __construct(private readonly NativeStorage $storage, Carbon $before)
    {
        $this->seconds = max(0, Carbon::now()->getTimestamp() - $before->getTimestamp());
    }

    public function count(): int
    {
        $count = 0;
        $query = ['idle_seconds' => $this->seconds, 'limit' => self::BATCH];

        do {
            $carts = $this->storage->engine()->carts($query);
            $count += count($carts);
            $last = end($carts);
            $query['after'] = ['identifier' => $last['identifier'] ?? '', 'instance' => $last['instance'] ?? ''];
        } while (count($carts) === self::BATCH);

        return $count;
    }

    public function delete(int $batch): Generator
    {
        $engine = $this->storage->engine();
        $after = [];

        do {
            $carts = $engine->carts(['idle_seconds' => $this->seconds, 'limit' => $batch] + $after);
            $pruned = $engine->prune(['idle_seconds' => $this->seconds, 'batch' => $batch] + $after);

            foreach ($carts as $cart) {
                if (! $engine->has($cart['identifier'], $cart['instance'])) {
                    yield (object) ['identifier' => $cart['identifier'], 'instance' => $cart['instance']];
                }
            }

            $after = $pruned['after'] === null ? [] : ['after' => $pruned['after']];
        } while ($after !== []);
    }
}
