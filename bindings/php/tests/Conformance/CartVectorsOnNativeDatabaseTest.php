<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Storage\NativeLayout;

/**
 * The same vectors, as calls of a Cart on the driver `native-database`: in the table of the database driver.
 */
final class CartVectorsOnNativeDatabaseTest extends CartVectorsOnSqliteTest
{
    protected const LAYOUT = NativeLayout::Table;
}
