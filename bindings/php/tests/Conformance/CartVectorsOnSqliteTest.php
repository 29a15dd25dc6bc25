<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Native\Abi;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\Directory;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The same vectors, as calls of a Cart on the driver `sqlite`: the engine stores each change itself, a row per item.
 */
class CartVectorsOnSqliteTest extends CartVectorsTest
{
    protected const LAYOUT = NativeLayout::RowPerItem;

    private Directory $directory;

    protected function makeStorage(): StorageInterface
    {
        $this->directory = new Directory();

        return new NativeStorage("{$this->directory->path}/carts.sqlite", static::LAYOUT);
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
