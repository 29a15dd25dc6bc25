<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Native\NativeVersions;
use Closure;
use Throwable;

/**
 * Who loads a missing value: one at a time, of all processes.
 *
 * @internal
 */
final readonly class Flights
{
    /** A flight of which nobody else could be told. */
    private const ALONE = '';

    /**
     * @param Closure(): NativeVersions $engine
     */
    public function __construct(private Closure $engine, private Surroundings $around)
    {
    }

    /**
     * Tries to be the one who loads a value; null if somebody else is. Where nobody can be asked, everybody loads.
     */
    public function begin(Slot $slot): ?string
    {
        try {
            return ($this->engine)()->call('fly', ['key' => $slot->key])['flight'];
        } catch (Throwable $failure) {
            $this->around->failed('cache.alone', $failure);

            return self::ALONE;
        }
    }

    /**
     * Lets the next one load.
     */
    public function end(?string $flight): void
    {
        if ($flight === null || $flight === self::ALONE) {
            return;
        }

        try {
            ($this->engine)()->call('land', ['flight' => $flight]);
        } catch (Throwable $failure) {
            // It ends with its lease.
            $this->around->failed('cache.alone', $failure);
        }
    }
}
