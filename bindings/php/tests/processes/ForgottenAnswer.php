<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\CartIdentity;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * The planted defect: now and then a change is stored, and it is said that another request was faster. So the change is
 * applied again, as it is where a lost reply is taken for a conflict.
 */
final readonly class ForgottenAnswer extends DatabaseStorage
{
    private const ONE_IN = 20;

    public function commit(string $identifier, string $instance, ?CartIdentity $expected, array $columns): ?CartIdentity
    {
        $stored = parent::commit($identifier, $instance, $expected, $columns);

        return random_int(1, self::ONE_IN) === 1 ? null : $stored;
    }
}
