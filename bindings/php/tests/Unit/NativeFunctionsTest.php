<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * The functions that the library exports and those that PHP calls.
 */
final class NativeFunctionsTest extends TestCase
{
    private const NOT_CALLED = [
        'cw_error_status' => 'each call returns the same number',
    ];

    #[Test]
    public function everyFunctionIsCalledOrTheReasonIsGiven(): void
    {
        $native = PackageCopy::REPOSITORY . '/bindings/php/src/Cartwright/Native';
        $header = (string) file_get_contents("{$native}/cartwright.ffi.h");
        preg_match_all('/\b(cw_\w+)\(/', $header, $declared);
        $called = [];

        foreach ([...(array) glob("{$native}/*.php"), ...(array) glob("{$native}/Library/*.php")] as $file) {
            preg_match_all('/->(cw_\w+)\(/', (string) file_get_contents($file), $found);
            array_push($called, ...$found[1]);
        }

        $notCalled = array_values(array_diff(array_unique($declared[1]), $called));
        sort($notCalled);

        $this->assertSame(array_keys(self::NOT_CALLED), $notCalled);
        $this->assertSame([], array_values(array_diff(array_unique($called), $declared[1])));
    }
}
