<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;
use Illuminate\Contracts\Foundation\Application;

/**
 * When values are made anew: after the response, so that nobody waits for it. Where there is no response, in a command or
 * a worker, at once.
 *
 * @internal
 */
final class Refreshes
{
    /**
     * @param Closure(): Application $current
     *
     * @return Closure(Closure(): void): void
     */
    public static function later(Closure $current): Closure
    {
        return static function (Closure $work) use ($current): void {
            $app = $current();

            if ($app->runningInConsole() && ! $app->runningUnitTests()) {
                $work();

                return;
            }

            $isDone = false;
            // It belongs to this request's application. One that lives on is asked to end again and again.
            $app->terminating(static function () use ($work, &$isDone): void {
                if (! $isDone) {
                    $isDone = true;
                    $work();
                }
            });
        };
    }
}
