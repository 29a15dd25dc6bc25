<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Closure;
use Illuminate\Cache\ArrayLock;
use Illuminate\Cache\ArrayStore;

/**
 * A cache store that tells which locks were taken.
 */
final class WatchedStore extends ArrayStore
{
    /** @var list<string> in the order in which they were taken */
    public array $taken = [];

    /** What happens at the moment when somebody is given a lock. */
    public ?Closure $whenTaken = null;

    public function lock($name, $seconds = 0, $owner = null)
    {
        return new class ($this, $name, $seconds, $owner) extends ArrayLock {
            public function acquire()
            {
                $had = parent::acquire();

                if ($had) {
                    $this->store->taken[] = $this->name;
                    ($this->store->whenTaken ?? static fn () => null)();
                }

                return $had;
            }
        };
    }

    /**
     * @return list<string>
     */
    public function held(): array
    {
        return array_keys($this->locks);
    }
}
