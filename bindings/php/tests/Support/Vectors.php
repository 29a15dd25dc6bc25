<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * The vectors of tests/conformance, from the files that every language reads.
 */
final class Vectors
{
    public const DIRECTORY = __DIR__ . '/../../../../tests/conformance';

    /**
     * @return iterable<string, array{array<string, mixed>, array<string, mixed>}> input and expectation by name
     */
    public static function of(string $file): iterable
    {
        foreach (self::read($file, true)['cases'] as $case) {
            yield $case['name'] => [$case['input'], $case['expect']];
        }
    }

    /**
     * Each case once for each of these ways to play it.
     *
     * @param list<string> $ways
     *
     * @return iterable<string, array{string, array<string, mixed>, array<string, mixed>}>
     */
    public static function played(string $file, array $ways): iterable
    {
        foreach (self::of($file) as $name => $case) {
            foreach ($ways as $way) {
                yield "{$way}: {$name}" => [$way, ...$case];
            }
        }
    }

    /**
     * A member of each case's input as it is written, in which {} is not [].
     *
     * @return array<string, string> JSON by the case's name
     */
    public static function json(string $file, string $member): array
    {
        $cases = self::read($file, false)->cases;

        return array_combine(
            array_map(static fn (object $case): string => $case->name, $cases),
            array_map(static fn (object $case): string => OperationWords::json($case->input->{$member}), $cases),
        );
    }

    private static function read(string $file, bool $asArrays): mixed
    {
        $text = (string) file_get_contents(self::DIRECTORY . "/{$file}");

        return json_decode($text, $asArrays, 512, JSON_THROW_ON_ERROR);
    }
}
