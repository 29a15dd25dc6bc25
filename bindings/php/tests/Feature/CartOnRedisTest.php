<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\TestRedis;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnRedisTest extends CartOnAnyStorage
{
    protected function makeStorage(): StorageInterface
    {
        return TestRedis::Single->storage(bin2hex(random_bytes(6)));
    }
}
