<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Native\FfiSettings;
use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\Support\UsesPackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * docs/php-ffi.md: its PHP is run, and the sentences of its table are those that people get to read.
 */
final class PhpFfiPageTest extends TestCase
{
    use UsesPackageCopy;

    private const PACKAGE = '/var/www/shop/vendor/cartwright/cart';

    #[Test]
    #[DataProvider('blocks')]
    public function theBlocksRun(string $code, string $prints, string $library = ''): void
    {
        $code = str_replace(self::PACKAGE, $this->copy->package, $code);
        $library = $library ?: $this->copy->place("{$this->copy->package}/lib/libcartwright.so");

        if (str_starts_with($code, '<?php')) {
            $script = "{$this->copy->root}/preload.php";
            file_put_contents($script, $code);
            $arguments = self::preloading($script, 'echo class_exists("Cartwright\\Native\\Library", false) ? "preloaded" : "";');
        } else {
            // What the application brings: its autoloader, and Laravel's logger() helper.
            $application = "require '{$this->copy->package}/autoload.php'; function logger() { return new class {"
                . ' public function critical($message, $detail) { echo "logged: ", $message, count($detail); } }; }';
            $uses = implode("\n", preg_match_all('/^use .*;$/m', $code, $found) ? $found[0] : []);
            $arguments = ['-r', "{$uses}\n{$application}\n" . str_replace($found[0], '', $code)];
        }

        [$output, $errors, $status] = PackageCopy::run($arguments, ['CARTWRIGHT_LIBRARY' => $library]);

        $this->assertSame(['', 0], [$errors, $status]);
        $this->assertMatchesRegularExpression($prints, trim($output));
    }

    public static function blocks(): array
    {
        preg_match_all('/```php\n(.*?)```/s', self::page(), $found);
        [$preload, $look, $catch, $set] = $found[1] + array_fill(0, 4, '');

        return [
            'an application that preloads' => [$preload, '/^preloaded$/'],
            'a look at the library' => [$look, '#^\d+\.\d+\.\d+ from /.*/libcartwright\.so$#'],
            'a failure that is caught, when there is none' => [$catch, '/^$/'],
            'a failure that is caught' => [$catch, '#^logged: The native library /nowhere, which .* names, .*2$#', '/nowhere'],
            'settings that an application cannot make' => [$set, '/^bool\(false\)\s+bool\(false\)$/'],
            // A block that is added to the page needs a line here.
            'no other block' => ['echo ' . count($found[1]) . ';', '/^4$/'],
        ];
    }

    #[Test]
    public function eachSentenceOfTheTableIsSaid(): void
    {
        $said = $this->sentences();

        foreach (self::rows() as $row) {
            $this->assertNotSame([], preg_grep($row, $said), "Nothing says {$row}");
        }
    }

    #[Test]
    public function eachSentenceThatIsSaidIsInTheTable(): void
    {
        foreach ($this->sentences() as $sentence) {
            $rows = array_filter(self::rows(), static fn (string $row): bool => preg_match($row, $sentence) === 1);

            $this->assertCount(1, $rows, $sentence);
        }
    }

    /**
     * What the code says in each case. scripts/fpm.sh has the same cases on real servers.
     *
     * @return list<string>
     */
    private function sentences(): array
    {
        $preload = "{$this->copy->package}/preload.php";
        $settings = static fn (bool $loaded, string $enable, string $opcache, string $preloaded): FfiSettings
            => new FfiSettings($loaded, 'fpm-fcgi', $enable, $opcache, $preloaded, $preload);
        $other = $this->copy->libraryOfAnotherEpoch();

        return [
            (string) $settings(false, '', 'on', '')->missing(),
            $settings(true, '0', 'on', '')->refusal(),
            $settings(true, 'preload', 'on', '')->refusal(),
            $settings(true, 'preload', 'not loaded', '')->refusal(),
            $settings(true, 'preload', 'on', $preload)->refusal(),
            $settings(true, 'preload', 'on', '/shop/preload.php')->refusal(),
            $this->asked(''),
            $this->asked('/nowhere/libcartwright.so'),
            $this->asked($other),
            $this->logged($preload, ''),
            $this->logged($preload, '/nowhere/libcartwright.so'),
            PackageCopy::run([$preload])[1],
            $this->logged('/nowhere/preload.php', ''),
            // Said to root only, and by PHP 8.2 on the command line too.
            '"opcache.preload_user" has not been defined',
        ];
    }

    private function asked(string $library): string
    {
        $code = "require '{$this->copy->package}/autoload.php';"
            . ' try { Cartwright\Native\Library::instance(); } catch (Exception $failure) { echo $failure->getMessage(); }';

        return PackageCopy::run(['-r', $code], ['CARTWRIGHT_LIBRARY' => $library])[0];
    }

    private function logged(string $preload, string $library): string
    {
        return PackageCopy::run(self::preloading($preload, ''), ['CARTWRIGHT_LIBRARY' => $library])[1];
    }

    /**
     * @return list<string>
     */
    private static function preloading(string $script, string $code): array
    {
        $user = posix_geteuid() === 0 ? ['-d', 'opcache.preload_user=nobody'] : [];

        return ['-d', 'opcache.enable_cli=1', '-d', 'display_errors=0', '-d', 'log_errors=1',
            '-d', "opcache.preload={$script}", ...$user, '-r', $code];
    }

    /**
     * @return list<string> a pattern for each row
     */
    private static function rows(): array
    {
        preg_match_all('/^\| (\*.*?\* )?`([^`]+)` \|/m', self::page(), $rows, PREG_SET_ORDER);

        return array_map(static function (array $row): string {
            $pattern = implode('.*', array_map(static fn (string $part): string => preg_quote($part, '/'), explode('…', $row[2])));

            // An exception is nothing else than its sentence; a log has other things in front of it.
            return $row[1] === '' ? "/^{$pattern}/s" : "/{$pattern}/s";
        }, $rows);
    }

    private static function page(): string
    {
        return (string) file_get_contents(PackageCopy::REPOSITORY . '/docs/php-ffi.md');
    }
}
