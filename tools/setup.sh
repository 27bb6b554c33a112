#!/bin/sh
# Installs what this project needs and the machine lacks, and says what it installs:
# LibreOffice without a screen, the fonts of the sample, and the locked Python packages in .venv; for the tests, named
# by the word “tests”, a browser too.
# Takes that word, or nothing. Run again, it finds everything in place and is silent.
set -eu
cd "$(dirname "$0")/.."

# Without its uiconfig package Writer, held through LibreOfficeKit, refuses documents that have comments.
office_packages="libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-math-nogui
libreoffice-draw-nogui libreoffice-uiconfig-writer"
font_packages="fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation2 fonts-hosny-amiri fonts-noto-cjk
fonts-noto-core fonts-wqy-microhei fonts-dejavu-core"

browser_packages=""
[ "${1:-}" = tests ] && browser_packages="chromium"
# What the tests read scans with.
ocr_packages=""
[ "${1:-}" = tests ] && ocr_packages="tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim tesseract-ocr-fra"

# What they look at spelling with.
spelling_packages=""
[ "${1:-}" = tests ] && spelling_packages="hunspell hunspell-fr-classical"

say() { printf '%s\n' "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

# --- what is there -----------------------------------------------------------------------------
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    return 1
}

has_office() {
    for folder in /usr/lib/libreoffice/program /usr/lib64/libreoffice/program \
        /opt/libreoffice*/program /Applications/LibreOffice.app/Contents/MacOS; do
        # Writer, Calc, Impress, Math and Draw are packages of their own; one without the others is not enough.
        if [ -e "$folder/soffice" ] || [ -e "$folder/soffice.bin" ]; then
            case "$folder" in /usr/lib/libreoffice/*) ;; *) return 0 ;; esac
            [ -e "$folder/libswlo.so" ] && [ -e "$folder/libsclo.so" ] && [ -e "$folder/libsdlo.so" ] &&
                [ -e "$folder/libsmlo.so" ] && [ -e "$folder/../share/registry/draw.xcd" ] &&
                [ -e "$folder/../share/config/soffice.cfg/modules/swriter" ] && return 0
        fi
    done
    return 1
}

has_fonts() {
    command -v fc-list >/dev/null 2>&1 || return 1
    for family in Carlito Caladea "Liberation Serif" Amiri "Noto Serif CJK SC" "Noto Serif Khmer" "WenQuanYi Micro Hei" \
        "DejaVu Sans"; do
        [ -n "$(fc-list "$family" file 2>/dev/null)" ] || return 1
    done
}

has_browser() {
    [ -z "$browser_packages" ] || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1
}

has_ocr() {
    [ -z "$ocr_packages" ] || { command -v tesseract >/dev/null 2>&1 &&
        [ "$(tesseract --list-langs 2>/dev/null | grep -c -x -e ara -e chi_sim -e fra)" = 3 ]; }
}

has_spelling() {
    [ -z "$spelling_packages" ] || { command -v hunspell >/dev/null 2>&1 && [ -e /usr/share/hunspell/fr.dic ]; }
}

# --- the system's packages ---------------------------------------------------------------------
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        fail "this needs an administrator; ask one to run: $*"
    fi
}

# Debian 12's own LibreOffice is 7.4; its backports suite has 25.2, which starts seven times faster.
# The suite is taken from the mirror that the machine already uses.
backports_suite() {
    [ -r /etc/os-release ] || return 0
    # shellcheck disable=SC1091
    codename=$(. /etc/os-release && printf '%s' "${ID:-}-${VERSION_CODENAME:-}")
    [ "$codename" = debian-bookworm ] || return 0
    if ! apt-cache policy | grep -q 'bookworm-backports'; then
        mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
            awk '$2 == "bookworm" { print $1; exit }')
        [ -n "$mirror" ] || return 0
        say "adding Debian's backports suite, for LibreOffice 25.2 (/etc/apt/sources.list.d/papers-backports.list)"
        printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s bookworm-backports main\n' "$mirror" |
            as_root tee /etc/apt/sources.list.d/papers-backports.list >/dev/null
        as_root apt-get -qq update || say "some package lists could not be refreshed; going on with those that could"
    fi
    printf '%s' bookworm-backports
}

install_system_packages() {
    wanted=""
    has_office || wanted="$wanted $office_packages"
    has_fonts || wanted="$wanted $font_packages fontconfig"
    has_browser || wanted="$wanted $browser_packages"
    has_ocr || wanted="$wanted $ocr_packages"
    has_spelling || wanted="$wanted $spelling_packages"
    if "$python" -c 'import ensurepip' 2>/dev/null; then :; else wanted="$wanted python3-venv"; fi
    [ -n "$wanted" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "please install these first, then run the same command again:"
        has_office || say "  LibreOffice 7.4 or later, with Writer, Calc and Impress"
        has_browser || say "  Chromium, for the tests of the desk"
        has_spelling || say "  Hunspell, with French, for the tests of spelling"
        has_ocr || say "  Tesseract, with Arabic, Chinese and French, for the tests of scans"
        has_fonts || say "  the fonts Carlito, Caladea, Liberation, Amiri, Noto, Noto CJK and WenQuanYi Micro Hei, and fontconfig"
        say "  macOS:  brew install --cask libreoffice font-carlito font-caladea font-liberation font-amiri font-noto-serif-cjk font-noto-serif-khmer font-noto-sans-khmer && brew install fontconfig"
        say "  Fedora: sudo dnf install libreoffice-writer libreoffice-calc libreoffice-impress" \
            "google-carlito-fonts google-crosextra-caladea-fonts liberation-serif-fonts" \
            "amiri-fonts google-noto-serif-cjk-fonts google-noto-serif-khmer-fonts google-noto-sans-khmer-fonts wqy-microhei-fonts"
        say "  Arch:   sudo pacman -S libreoffice-still ttf-carlito ttf-caladea ttf-liberation ttf-amiri noto-fonts noto-fonts-cjk wqy-microhei"
        exit 1
    fi
    say "installing with apt:$wanted"
    as_root apt-get -qq update || say "some package lists could not be refreshed; going on with those that could"
    suite=$(backports_suite)
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        ${suite:+-t "$suite"} $wanted >/dev/null
}

# --- the Python packages -----------------------------------------------------------------------
install_python_packages() {
    wanted=$(cat requirements.lock pyproject.toml | cksum)
    if [ -x .venv/bin/papers ] && [ "$(cat .venv/ready 2>/dev/null)" = "$wanted" ]; then return 0; fi
    say "installing the locked Python packages in .venv"
    rm -f .venv/ready
    # The launcher carries its folder's name: an environment that was moved, or lost its Python, is made anew.
    .venv/bin/pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
    printf '%s\n' "$wanted" >.venv/ready
}

python=$(find_python) || {
    if command -v apt-get >/dev/null 2>&1; then
        say "installing with apt: python3 python3-venv"
        as_root apt-get -qq install -y --no-install-recommends python3 python3-venv >/dev/null
    fi
    python=$(find_python) || fail "Python 3.11 or later is needed; please install it, then run the same command again"
}
install_system_packages
install_python_packages
