<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Contracts\Container\Container;

/**
 * Who is asking, for the audit trail, where nobody says it.
 *
 * @internal
 */
final class Someone
{
    public static function isAsking(Container $app): string
    {
        // Between two requests of a server of many there is none, and a guard cannot be made then.
        $guard = $app->bound('request') && $app->resolved('auth') ? $app->make('auth')->guard() : null;

        // Whom nobody has asked for is not asked for here: that may take a query.
        return match (true) {
            $guard !== null && method_exists($guard, 'hasUser') && $guard->hasUser() => "user {$guard->user()->getAuthIdentifier()}",
            method_exists($app, 'runningInConsole') && $app->runningInConsole() => 'console',
            default => 'application',
        };
    }
}
