<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\Directory;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnSqliteDriverTest extends CartOnAnyStorage
{
    private Directory $directory;

    protected function makeStorage(): StorageInterface
    {
        $this->directory = new Directory();

        return new NativeStorage("{$this->directory->path}/carts.sqlite", NativeLayout::RowPerItem);
    }
}
