<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use FilesystemIterator;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/**
 * COMPAT.md: each defect of the original has its line and the tests that are named there.
 */
final class CompatPageTest extends TestCase
{
    private const TESTS = __DIR__ . '/..';

    #[Test]
    public function everyDefectHasALineAndATest(): void
    {
        $numbers = array_map('strval', [...range(1, 28), '3a']);
        $this->assertEqualsCanonicalizing($numbers, array_map('strval', array_keys(self::rows())));

        preg_match_all('/\(bugs? ([^)]+)\)/', self::page(), $told);
        $told = preg_split('/[^0-9a]+/', implode(' ', $told[1]));

        $this->assertSame([], array_values(array_diff($numbers, $told)), 'These have no line with a reason');
    }

    #[Test]
    public function everyTestThatIsNamedIsThere(): void
    {
        $sources = self::sources();

        foreach (self::rows() as $number => $tests) {
            $this->assertNotSame([], $tests, "bug {$number}");

            foreach ($tests as [$class, $method]) {
                $this->assertStringContainsString("public function {$method}(", $sources[$class] ?? '', "bug {$number}");
            }
        }
    }

    /**
     * @return array<array-key, list<array{string, string}>> class and method, by the defect's number
     */
    private static function rows(): array
    {
        $rows = [];
        preg_match_all('/^\| (\d+a?) \| [^|]+ \| ([^|]+) \|$/m', self::page(), $lines, PREG_SET_ORDER);

        foreach ($lines as [, $number, $names]) {
            preg_match_all('/`(\w+)::(\w+)`/', $names, $tests, PREG_SET_ORDER);
            $rows[$number] = array_map(static fn (array $test): array => [$test[1], $test[2]], $tests);
        }

        return $rows;
    }

    private static function page(): string
    {
        return (string) file_get_contents(__DIR__ . '/../../../../COMPAT.md');
    }

    /**
     * @return array<string, string> by the name of the class
     */
    private static function sources(): array
    {
        $sources = [];
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::TESTS, FilesystemIterator::SKIP_DOTS));

        foreach ($files as $file) {
            $sources[$file->getBasename('.php')] = (string) file_get_contents($file->getPathname());
        }

        return $sources;
    }
}
