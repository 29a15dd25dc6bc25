<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Storage\CartIdentity;
use Closure;
use Illuminate\Database\Connection;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * A storage in front of which something happens each time a change is to be stored. If that says so, the change comes
 * too late.
 */
final readonly class OvertakenStorage extends DatabaseStorage
{
    /**
     * @param Closure(): bool $overtakes whether somebody else was faster this time
     */
    public function __construct(Connection $database, private Closure $overtakes)
    {
        parent::__construct($database);
    }

    public function commit(string $identifier, string $instance, ?CartIdentity $expected, array $columns): ?CartIdentity
    {
        return ($this->overtakes)() ? null : parent::commit($identifier, $instance, $expected, $columns);
    }
}
