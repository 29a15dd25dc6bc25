<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Native\Abi;
use Cartwright\Tests\Support\TestRedis;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The same vectors, as calls of a Cart on the driver `redis`: the engine stores each change itself, a field of a hash per
 * item.
 */
final class CartVectorsOnRedisTest extends CartVectorsTest
{
    protected function makeStorage(): StorageInterface
    {
        return TestRedis::Single->storage(bin2hex(random_bytes(6)));
    }

    protected function columns(): array
    {
        $cart = $this->storage->engine()->cart('somebody');

        return [
            'items' => $cart->column(Abi::COLUMN_ITEMS),
            'conditions' => $cart->column(Abi::COLUMN_CONDITIONS),
            'metadata' => $cart->column(Abi::COLUMN_METADATA),
        ];
    }
}
