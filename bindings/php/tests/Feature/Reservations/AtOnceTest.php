<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Reservations\AtOnce;
use Cartwright\Tests\Support\Directory;
use PHPUnit\Framework\Attributes\RequiresPhpExtension;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use RuntimeException;

#[RequiresPhpExtension('pcntl')]
#[RequiresPhpExtension('posix')]
final class AtOnceTest extends TestCase
{
    #[Test]
    public function eachProcessAnswersForItself(): void
    {
        $answers = AtOnce::run(3, static fn (int $process): string => $process . ($process === 1 ? '' : "\nof many"));

        $this->assertSame(["0\nof many", '1', "2\nof many"], $answers);
    }

    /**
     * A child that went on with what the parent does would remove the store of all, and run the rest of these tests.
     */
    #[Test]
    public function whatIsThrownInAProcessEndsItAndNothingElse(): void
    {
        $directory = new Directory();
        $parent = getmypid();

        try {
            AtOnce::run(2, static fn (int $process): string => $process === 0 ? 'fine' : throw new RuntimeException('the store is away'));
            $this->fail('It was answered');
        } catch (RuntimeException $failure) {
            $this->assertSame('a process ended before it had answered', $failure->getMessage());
        } finally {
            file_put_contents("{$directory->path}/cleaned-up-by", getmypid() . "\n", FILE_APPEND);
            $parent === getmypid() || posix_kill(getmypid(), SIGKILL);
        }

        $this->assertSame("{$parent}\n", file_get_contents("{$directory->path}/cleaned-up-by"));
    }
}
