<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\SqliteShop;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnDatabaseTest extends CartOnAnyStorage
{
    protected function makeStorage(): StorageInterface
    {
        return new DatabaseStorage((new SqliteShop($this->app))->database);
    }
}
