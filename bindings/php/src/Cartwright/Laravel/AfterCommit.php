<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Closure;
use Illuminate\Contracts\Container\Container;

/**
 * Does something when the transaction of the application is committed that is open now; at once if there is none, and not at all
 * if it is rolled back.
 *
 * @internal
 */
final class AfterCommit
{
    public static function do(Container $app, Closure $then): void
    {
        // Also an application without a database may hold stock.
        $app->bound('db.transactions') ? $app->make('db.transactions')->addCallback($then) : $then();
    }

    /**
     * Asks for the dispatcher each time: a fake of it may come later.
     */
    public static function tell(Container $app, object $event): void
    {
        self::do($app, static fn () => $app->make('events')->dispatch($event));
    }
}
