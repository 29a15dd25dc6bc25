<?php

declare(strict_types=1);

namespace Cartwright\Versions\Facades;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Testing\VersionsFake;
use Illuminate\Support\Facades\Facade;

/**
 * The versions of the shop's data.
 *
 * @method static \Cartwright\Versions\Captured capture(array $types)
 * @method static string token(array|string|null $types = null)
 * @method static string version(string $type)
 * @method static mixed change(array|string $types, \Closure $callback, ?string $who = null)
 * @method static \Cartwright\Versions\Bumped bump(array|string $types, ?string $id = null, ?string $who = null)
 * @method static \Cartwright\Versions\Reconciliation reconcile(bool $repair, ?string $who = null)
 * @method static array stats()
 * @method static void forget()
 *
 * @see DataVersions
 */
class Versions extends Facade
{
    /**
     * Counters in this test's own memory, which say what was raised.
     */
    public static function fake(): VersionsFake
    {
        $fake = new VersionsFake(static::getFacadeApplication());
        static::swap($fake);

        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return DataVersions::class;
    }
}
