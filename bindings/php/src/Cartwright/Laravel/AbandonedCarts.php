<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Generator;
use Illuminate\Contracts\Container\Container;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Carbon;

/**
 * The carts of the database that nobody has changed since a time.
 *
 * @internal
 */
final class AbandonedCarts extends IdleCarts
{
    private function __construct(
        private readonly ConnectionInterface $connection,
        private readonly string $table,
        private readonly Carbon $before,
    ) {
    }

    public static function since(Container $app, Carbon $before): self
    {
        return new self(
            $app->make('db')->connection($app->make('config')->get('cart.database.connection')),
            Settings::of($app)->text('cart.database.table', 'carts'),
            $before,
        );
    }

    public function count(): int
    {
        return $this->query()->count();
    }

    /**
     * Deletes them, so many at once, in the order of their keys: what is deleted moves nothing that is still to come.
     *
     * @return Generator<object{id: string, identifier: string, instance: string}> those that were deleted
     */
    public function delete(int $batch): Generator
    {
        $last = null;

        do {
            $query = $this->query()->orderBy('id')->limit($batch);
            $carts = ($last === null ? $query : $query->where('id', '>', $last))->get(['id', 'identifier', 'instance']);
            $last = $carts->last()?->id;
            $ids = $carts->pluck('id')->all();

            // Whose owner has come back meanwhile keeps his cart.
            $deleted = $ids === [] ? 0 : $this->query()->whereIn('id', $ids)->delete();
            $kept = $deleted === count($ids)
                ? []
                : $this->connection->table($this->table)->whereIn('id', $ids)->pluck('id')->all();

            foreach ($carts as $cart) {
                if (! in_array($cart->id, $kept, true)) {
                    yield $cart;
                }
            }
        } while (count($ids) === $batch);
    }

    private function query(): Builder
    {
        return $this->connection->table($this->table)->where('updated_at', '<', $this->before);
    }
}
