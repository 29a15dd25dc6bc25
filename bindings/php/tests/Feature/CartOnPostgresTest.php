<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\AnyStorage\CartOnServer;
use Cartwright\Tests\Support\TestDatabase;

final class CartOnPostgresTest extends CartOnServer
{
    protected function server(): TestDatabase
    {
        return TestDatabase::PostgresReadCommitted;
    }
}
