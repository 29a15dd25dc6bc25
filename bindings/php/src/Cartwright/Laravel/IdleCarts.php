<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Contracts\Container\Container;
use Illuminate\Support\Carbon;

/**
 * Carts that nobody has changed since a time.
 *
 * @internal
 */
abstract class IdleCarts
{
    /**
     * Those of the driver that the settings say where the engine itself keeps them, else those of the database.
     */
    public static function before(Container $app, Carbon $before): self
    {
        $driver = Settings::of($app)->text('cart.storage', 'session');

        return NativeDrivers::has($driver)
            ? new AbandonedNativeCarts($app->make("cart.storage.{$driver}"), $before)
            : AbandonedCarts::since($app, $before);
    }

    abstract public function count(): int;

    /**
     * Deletes them, so many at once. Whose owner has come back meanwhile keeps his cart.
     *
     * @return iterable<object{identifier: string, instance: string}> those that were deleted
     */
    abstract public function delete(int $batch): iterable;
}
