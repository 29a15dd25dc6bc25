<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\CartIdentity;
use Illuminate\Database\Connection;
use Illuminate\Support\Str;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * The planted defect: stores what the cart has become without looking whether it still is what was read, as most
 * carts do.
 */
final readonly class LastWriterWins extends DatabaseStorage
{
    public function __construct(private Connection $connection)
    {
        parent::__construct($connection);
    }

    public function commit(string $identifier, string $instance, ?CartIdentity $expected, array $columns): ?CartIdentity
    {
        $row = ['identifier' => $identifier, 'instance' => $instance];
        $this->connection->table('carts')->updateOrInsert($row, $columns + [
            'id' => $expected?->incarnation ?? (string) Str::uuid(),
            'version' => ($expected?->version ?? 0) + 1,
        ]);

        return new CartIdentity($expected?->incarnation ?? '', ($expected?->version ?? 0) + 1);
    }
}
