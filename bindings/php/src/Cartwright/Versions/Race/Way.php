<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

/**
 * How a writer changes data. Each has a type of its own, so that nothing is hidden by what another one does.
 *
 * @internal
 */
enum Way: string
{
    /** In the closure of `DataVersions::change`. */
    case Change = 'change';

    /** By a model with the trait. */
    case Model = 'model';

    /** In a transaction of its own, and an event after it: what readers get is fresh from the event on. */
    case Event = 'event';

    public function type(): string
    {
        return "race.{$this->value}";
    }

    public static function of(int $number): self
    {
        return self::cases()[$number % count(self::cases())];
    }
}
